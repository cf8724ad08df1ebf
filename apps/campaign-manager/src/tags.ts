import { Keeps, plainTextSchema } from '@clarion/service';
import { plainTextFault } from './plain-text-fault.js';

const mostTags = 50;
const longestTag = 100;

/** The property is a list of different texts by which people find things. */
export function AreTags(): PropertyDecorator {
  return Keeps({
    name: 'areTags',
    schema: {
      type: 'array',
      maxItems: mostTags,
      uniqueItems: true,
      items: plainTextSchema({ maxLength: longestTag }),
    },
    validate: (tags) =>
      Array.isArray(tags) &&
      tags.length <= mostTags &&
      new Set(tags).size === tags.length &&
      tags.every((tag) => plainTextFault(tag, longestTag) === undefined),
    message: `$property must be at most ${mostTags} different texts, each of at most ${longestTag} characters, not blank, without control characters`,
  });
}
