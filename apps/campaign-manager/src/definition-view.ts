import { Problem } from '@clarion/service';
import { v7 as newId } from 'uuid';
import type { Definition, DefinitionKey, ManagedKind, Reach } from './definition.js';
import type { Page } from './definitions.repository.js';

/** What is particular to the definitions of one kind. */
export interface Particulars<Kind extends ManagedKind, Shown extends object> {
  kind: Kind;
  /** As people call one. */
  noun: string;
  /** As a list calls them, and routes. */
  plural: string;
  /** The code of the problem that there is none. */
  notFound: string;
  /** One as the API shows it at a moment. */
  show(definition: Definition<Kind>, now: Date): Shown;
}

/** How the API names, shows and lists the definitions of one kind. */
export class DefinitionView<Kind extends ManagedKind, Shown extends object> {
  constructor(private readonly of: Particulars<Kind, Shown>) {}

  /** That within the caller's reach with this id; with a new one unless told. */
  keyOf({ sandbox, heldLabels }: Reach, id: string = newId()): DefinitionKey<Kind> {
    return { kind: this.of.kind, sandbox, heldLabels, id };
  }

  /** @throws Problem that there is none */
  shown(definition: Definition<Kind> | undefined): Shown {
    if (definition) return this.of.show(definition, new Date());
    throw this.missing();
  }

  /** What is answered where there is none. */
  missing(): Problem {
    return new Problem(404, this.of.notFound, `The sandbox has no such ${this.of.noun}.`);
  }

  /** A page of a list, under the name of what is listed; `next`, where there are more, is their `after`. */
  listed({ definitions, next }: Page<Kind>): Record<string, Shown[] | string> {
    const now = new Date();
    const shown = definitions.map((definition) => this.of.show(definition, now));
    return { [this.of.plural]: shown, ...(next !== undefined && { next }) };
  }
}
