export type { Encode } from './encoded-output.js';
export { overlay } from './overlay.js';
export { compileRequestTemplate, literalPrefix, type RequestScope, type RequestTemplate } from './request-template.js';
export { syntaxOf, type Syntax } from './syntax.js';
export { readsOf, type Condition, type TemplateRead, type Use } from './template-reads.js';
export { anyMember } from './template-scope.js';
export {
  compileTemplate,
  compileTrackedTemplate,
  type Links,
  type Scope,
  type Template,
  type TrackedTemplate,
} from './template.js';
export { TemplateError } from './template-error.js';
export type { Marked, Tracking } from './tracking.js';
