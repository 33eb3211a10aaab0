/** The administrator's token lives in this browser session only, never in the address or on disk. */
const KEY = 'jiantu.token';

export const token = {
  get: (): string => sessionStorage.getItem(KEY) ?? '',
  set: (value: string) => sessionStorage.setItem(KEY, value.trim()),
  forget: () => sessionStorage.removeItem(KEY),
};
