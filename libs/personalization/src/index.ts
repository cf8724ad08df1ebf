export type { Encode } from './encoded-output.js';
export { overlay } from './overlay.js';
export { syntaxOf, type Syntax } from './syntax.js';
export { compileTemplate, TemplateError, type Scope, type Template } from './template.js';
