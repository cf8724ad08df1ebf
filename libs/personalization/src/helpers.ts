import Handlebars, { type HelperDelegate } from 'handlebars';

const builtIn = Handlebars.create().helpers;

/** Every helper that a template may use. */
export const helpers: Record<string, HelperDelegate> = {
  if: builtInHelper('if'),
  unless: builtInHelper('unless'),
  each: builtInHelper('each'),
  with: builtInHelper('with'),
  /** `{{default profile.person.name.firstName "there"}}`: the second where the first is missing or blank. */
  default: (value: unknown, otherwise: unknown): unknown => (isMissing(value) || value === '' ? otherwise : value),
};

/** How many values a helper takes. */
export function valuesOf(helper: string): number {
  return helper === 'default' ? 2 : 1;
}

/** Whether a path led to nothing. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function builtInHelper(name: string): HelperDelegate {
  const helper = builtIn[name];
  if (!helper) throw new Error(`Handlebars has no helper ${name}`);
  return helper;
}
