import type { Behaviour } from './behaviour.js';
import type { DataPath } from './data-path.js';

/** Which paths are told to answer in another way than usual; one behaviour for each. */
export class Behaviours {
  private readonly byPath = new Map<DataPath, Behaviour>();

  /** Takes the place of what the path was told before. */
  set(behaviour: Behaviour): void {
    this.byPath.set(behaviour.path, behaviour);
  }

  /** How the call that just arrived is answered: uses up one of the behaviour's `times`. `undefined`: as usual. */
  takeFor(path: DataPath): Behaviour | undefined {
    const behaviour = this.byPath.get(path);
    if (behaviour?.times === undefined) return behaviour;
    if (behaviour.times === 1) this.byPath.delete(path);
    else this.byPath.set(path, { ...behaviour, times: behaviour.times - 1 });
    return behaviour;
  }

  /** What is in force; `times` says how many calls are left. */
  all(): Behaviour[] {
    return [...this.byPath.values()];
  }

  clear(): void {
    this.byPath.clear();
  }
}
