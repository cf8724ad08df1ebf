export { createDeadLetters, letterStates, type DeadLetterTables, type LetterState } from './dead-letter-tables.js';
export { DeadLetters, type DeadLettersOptions } from './dead-letters.js';
export { DeadLettersModule } from './dead-letters.module.js';
export { isLetterId, letterQueryOf, type LetterMatch, type LetterQuery } from './letter-query.js';
export { selectionOf, type LetterSelection } from './letter-selection.js';
export type { Letter, WholeLetter } from './representation.js';
