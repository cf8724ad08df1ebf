import { IsString, MaxLength } from 'class-validator';

/** A command line of curl, as documentation has it and as browsers copy it. */
export class CurlBody {
  @IsString()
  @MaxLength(100_000)
  curl!: string;
}
