import { ArrayMaxSize, IsArray, IsString, MaxLength } from 'class-validator';

/** Which executions are asked for. */
export class StandingsBody {
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(320, { each: true })
  executionIds!: string[];
}
