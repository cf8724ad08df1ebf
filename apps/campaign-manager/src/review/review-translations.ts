import type { Variant } from '@clarion/contracts';
import { canonicalLanguageTag } from '../language-tag.js';
import { finding, type Finding } from './finding.js';

interface Treatment {
  name: string;
  /** Of its first variant. */
  index: number;
  locales: Set<string>;
}

/** One for each treatment and language that it lacks while another treatment has it, told where the treatment begins. */
export function translationFindings(content: readonly Variant[]): Finding[] {
  const treatments = treatmentsOf(content);
  const owners = new Map<string, string>();
  for (const { name, locales } of treatments) {
    for (const locale of locales) if (!owners.has(locale)) owners.set(locale, name);
  }
  return treatments.flatMap(({ name, index, locales }) =>
    [...owners].flatMap(([locale, owner]) => {
      if (locales.has(locale)) return [];
      const detail = `Treatment "${name}" has no variant in ${locale}, which treatment "${owner}" has.`;
      return [finding('TranslationMissing', `/content/${index}`, detail)];
    }),
  );
}

function treatmentsOf(content: readonly Variant[]): Treatment[] {
  const treatments = new Map<string, Treatment>();
  content.forEach(({ treatment: name, locale }, index) => {
    const treatment = treatments.get(name) ?? { name, index, locales: new Set() };
    treatment.locales.add(canonicalLanguageTag(locale) ?? locale);
    treatments.set(name, treatment);
  });
  return [...treatments.values()];
}
