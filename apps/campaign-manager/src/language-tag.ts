import { Keeps } from '@clarion/service';

/** A language tag (BCP 47) in its usual spelling, `pt-BR` for `PT-br`; `undefined` when it is not well-formed. */
export function canonicalLanguageTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** The property is a well-formed language tag (BCP 47), in any case. */
export function IsLanguageTag(): PropertyDecorator {
  return Keeps({
    name: 'isLanguageTag',
    schema: { type: 'string', examples: ['en', 'pt-BR'] },
    validate: (value) => typeof value === 'string' && canonicalLanguageTag(value) !== undefined,
    message: '$property must be a language tag (BCP 47), such as en or pt-BR',
  });
}
