import { ValidateBy } from 'class-validator';
import { plainTextFault } from './plain-text-fault.js';

const mostTags = 50;
const longestTag = 100;

/** The property is a list of different texts by which people find things. */
export function AreTags(): PropertyDecorator {
  return ValidateBy({
    name: 'areTags',
    validator: {
      validate: (tags: unknown) =>
        Array.isArray(tags) &&
        tags.length <= mostTags &&
        new Set(tags).size === tags.length &&
        tags.every((tag) => plainTextFault(tag, longestTag) === undefined),
      defaultMessage: () =>
        `$property must be at most ${mostTags} different texts, each of at most ${longestTag} characters, not blank, without control characters`,
    },
  });
}
