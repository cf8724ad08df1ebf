import { IsInt, Max, Min } from 'class-validator';

const mostSeconds = 30 * 24 * 60 * 60;

/** How a key gets another secret. */
export class RotationBody {
  /** How long the old secret goes on opening the key; 0 ends it at once. */
  @IsInt()
  @Min(0)
  @Max(mostSeconds)
  overlapSeconds!: number;
}
