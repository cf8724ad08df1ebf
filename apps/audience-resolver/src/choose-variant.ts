import type { Variant } from '@clarion/contracts';

/**
 * The variant in a person's language: the exact one (`pt-BR`), else one of the same language (`pt`, `pt-PT`), else the
 * first of the list. `undefined` only when the list is empty.
 */
export function chooseVariant<Chosen extends Pick<Variant, 'locale'>>(
  content: readonly Chosen[],
  language: string | undefined,
): Chosen | undefined {
  const wanted = language?.toLowerCase();
  const base = baseOf(wanted ?? '');
  return (
    content.find(({ locale }) => locale.toLowerCase() === wanted) ??
    content.find(({ locale }) => locale.toLowerCase() === base) ??
    content.find(({ locale }) => baseOf(locale.toLowerCase()) === base) ??
    content[0]
  );
}

function baseOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}
