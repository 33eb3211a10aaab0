// Packages that are installed beside what is built, in the folder that JIANTU_CLIENTS_NPM names.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const folder = resolve(process.env.JIANTU_CLIENTS_NPM, 'node_modules');
const require = createRequire(join(folder, 'any.js'));

/** The package as this program would import it. */
export const installed = (name) => import(pathToFileURL(require.resolve(name)));
