import { ApiKeyGuard, bodyValidation, invalidRequest, Needs, Problem } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { CurlBody } from './curl/curl.body.js';
import { parseCurl } from './curl/parse-curl.js';
import { parsedCurlAnswer, type ParsedCurl } from './curl/parsed-curl.answer.js';
import type { Fault } from './fault.js';
import { notKept } from './not-kept.js';
import { parseSample } from './sample/parse-sample.js';
import { parsedSampleAnswer, type ParsedSample } from './sample/parsed-sample.answer.js';
import { SampleBody } from './sample/sample.body.js';

const largestSampleBytes = 1024 * 1024;

/** Helps with writing data sources. Nothing of what is pasted is kept. */
@Area('Data sources')
@Controller('v1/data-sources')
@UseGuards(ApiKeyGuard)
export class AuthoringController {
  /** Mappings for a sample of an answer (B-16). */
  @Post('parse-sample')
  @HttpCode(200)
  @Needs('data-sources:write')
  @Does('Proposes mappings for a sample of an answer; nothing of it is kept.')
  @Answers(200, parsedSampleAnswer, 'What it could be mapped as.')
  @Refuses(413, 'SampleTooLarge')
  parseSample(@Body(bodyValidation('refused')) { sample, contentType }: SampleBody): ParsedSample {
    const text = typeof sample === 'string' ? sample : JSON.stringify(sample);
    if (Buffer.byteLength(text) > largestSampleBytes) {
      throw new Problem(413, 'SampleTooLarge', 'A sample may have 1 MB: cut it down to some elements.');
    }
    return whole(parseSample(sample, contentType));
  }

  /** A request as a command line of curl makes it. The secret that was pasted is in this one answer. */
  @Post('parse-curl')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Needs('data-sources:write')
  @Does('Makes a request of a command line of curl; nothing of it is kept.')
  @Answers(200, parsedCurlAnswer, 'The request, with the secret that was pasted.', { headers: notKept })
  parseCurl(@Body(bodyValidation('refused')) { curl }: CurlBody): ParsedCurl {
    return whole(parseCurl(curl));
  }
}

function whole<Parsed extends object>(parsed: Parsed | Fault): Parsed {
  if ('pointer' in parsed) throw invalidRequest([parsed]);
  return parsed;
}
