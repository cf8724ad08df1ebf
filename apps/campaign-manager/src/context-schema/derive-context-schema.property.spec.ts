import { contextCheck } from '@clarion/contracts';
import { compileRequestTemplate, compileTemplate, readsOf, TemplateError } from '@clarion/personalization';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryContext, arbitraryTemplate } from './arbitrary-templates.fixture.js';
import { contextReads, deriveContextSchema } from './derive-context-schema.js';

type Context = Record<string, unknown>;

const contexts = fc.array(arbitraryContext, { minLength: 8, maxLength: 8 });
const runs = { numRuns: 60 };

function fitOf(source: string): (context: Context) => boolean {
  const schema = deriveContextSchema(contextReads(readsOf(source), 'text'));
  const check = contextCheck(schema ?? {});
  return (context) => check(context).length === 0;
}

function rendersBy(render: (context: Context) => string): (context: Context) => boolean {
  return (context) => {
    try {
      render(context);
      return true;
    } catch (error) {
      if (error instanceof TemplateError) return false;
      throw error;
    }
  };
}

function contentOf(source: string): (context: Context) => boolean {
  const render = compileTemplate(source, 'html');
  return rendersBy((context) => render({ context, profile: {}, data: {}, links: {} }));
}

/** As a text of a request, which also refuses objects and lists. */
function requestTextOf(source: string): (context: Context) => boolean {
  const scope = { params: {}, campaign: { id: '', version: 1, name: '' }, execution: { id: '', acceptedAt: '' } };
  const render = compileRequestTemplate(source, 'text');
  return rendersBy((context) => render({ ...scope, context }));
}

describe('any template', () => {
  it('renders without a missing value if the context fits its schema', () => {
    fc.assert(
      fc.property(arbitraryTemplate(true), contexts, (source, each) => {
        const renders = contentOf(source);
        expect(each.filter(fitOf(source)).every(renders)).toBe(true);
      }),
      runs,
    );
  });

  it('renders if, and only if, the context fits, as long as its loops read only their members', () => {
    fc.assert(
      fc.property(arbitraryTemplate(false), contexts, (source, each) => {
        expect(each.filter(fitOf(source))).toEqual(each.filter(contentOf(source)));
      }),
      runs,
    );
  });

  it('puts no object out as a text if the context fits', () => {
    const anything = fc.dictionary(fc.constantFrom('s1', 's2', 's3', 'o1', 'l1'), fc.jsonValue());
    fc.assert(
      fc.property(arbitraryTemplate(false), fc.array(anything, { minLength: 8, maxLength: 8 }), (source, each) => {
        expect(each.filter(fitOf(source)).every(requestTextOf(source))).toBe(true);
      }),
      runs,
    );
  });
});
