/** The plan's report as a file: in which forms and languages the service writes it. */
import type { Word } from '../text/zh';

export const FORMS = ['xlsx', 'docx', 'html', 'json', 'csv'] as const;
export type Form = (typeof FORMS)[number];
export const LANGUAGES = ['zh', 'en', 'both'] as const;
export type ReportLanguage = (typeof LANGUAGES)[number];

export const FORM_WORDS: Record<Form, Word> = { xlsx: 'reportXlsx', docx: 'reportDocx', html: 'reportHtml', json: 'reportJson', csv: 'reportCsv' };
export const LANGUAGE_WORDS: Record<ReportLanguage, Word> = { zh: 'reportZh', en: 'reportEn', both: 'reportBoth' };

/** Without a day the service takes its own. */
export function reportAddress(form: Form, asOf: string | null, language: ReportLanguage): string {
  const query = new URLSearchParams({ format: form });
  if (asOf) query.set('as_of', asOf);
  query.set('language', language);
  return `/api/v1/plan/report?${query}`;
}
