/** Why a value does not fit its column: completes "Row 3: ", and never shows the value. */
export class Misfit {
  constructor(readonly reason: string) {}
}
