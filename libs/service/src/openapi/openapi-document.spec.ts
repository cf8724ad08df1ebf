import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Injectable, Logger, Param, Post, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { ApiKeyGuard } from '../api-key.guard.js';
import { MayBeAbsent } from '../may-be-absent.js';
import { Needs, NeedsNoKey } from '../needs.js';
import { Nested } from '../nested.js';
import { IsPlainText } from '../plain-text.js';
import { bodyValidation } from '../validation.js';
import { Answers, Area, Does, openApiDocument, Refuses, TakesQuery } from './index.js';

const info = { title: 'Things', description: 'Of things.' };

class SquareBody {
  @IsIn(['square']) kind!: string;
}

class RoundBody {
  @IsIn(['round']) kind!: string;
}

class ThingBody {
  @IsPlainText({ maxLength: 10 }) name!: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(2)
  @Nested((shape) => ('round' in shape ? RoundBody : SquareBody), { each: true, among: [RoundBody, SquareBody] })
  shapes?: (RoundBody | SquareBody)[];
}

const thing = Type.Object({ id: Type.String(), note: Type.Optional(Type.String()) }, { $id: 'Thing' });

@Injectable()
class Things {
  constructor() {
    throw new Error('is not made');
  }
}

@Area('Things')
@Controller(['v1/things', 'v2/things'])
@UseGuards(ApiKeyGuard)
class ThingsController {
  constructor(readonly things: Things) {}

  @Post()
  @Does('Makes a thing.')
  @Answers(201, thing, 'It is there.', { headers: { ETag: Type.String() } })
  @Refuses(409, 'ThingExists')
  @Needs('campaigns:write')
  create(@Body(bodyValidation('refused')) body: ThingBody): object {
    return body;
  }

  @Get(':id')
  @Does('Says what a thing is.')
  @TakesQuery({ limit: Type.Optional(Type.Integer({ minimum: 1, description: 'At most so many.' })) })
  @Answers(200, thing, 'It is.')
  @Refuses(404, 'ThingNotFound')
  @NeedsNoKey()
  read(@Param('id') id: string): object {
    return { id };
  }
}

describe('the OpenAPI document of controllers', () => {
  const document = () => openApiDocument([ThingsController], info);

  it('has every path of a route, under names of its own', async () => {
    const { paths } = await document();
    expect(Object.keys(paths)).toEqual([
      '/v1/things',
      '/v2/things',
      '/v1/things/{id}',
      '/v2/things/{id}',
      '/health/live',
      '/health/ready',
    ]);
    expect(paths['/v1/things']?.['post']?.['operationId']).toBe('thingsCreate');
    expect(paths['/v2/things']?.['post']?.['operationId']).toBe('thingsCreateAlias');
  });

  it('says of a body what its class does', async () => {
    const { paths, components } = await document();
    expect(paths['/v1/things']?.['post']).toMatchObject({
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingBody' } } },
      },
    });
    expect(components.schemas['ThingBody']).toMatchObject({
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 10 },
        shapes: {
          type: 'array',
          maxItems: 2,
          items: { oneOf: [{ $ref: '#/components/schemas/RoundBody' }, { $ref: '#/components/schemas/SquareBody' }] },
        },
      },
    });
  });

  it('says what is answered, with the names that schemas have', async () => {
    const { paths, components } = await document();
    expect(paths['/v1/things']?.['post']?.['responses']).toMatchObject({
      201: {
        headers: { ETag: { required: true, schema: { type: 'string' } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
      },
    });
    expect(components.schemas['Thing']).toEqual({
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, note: { type: 'string' } },
    });
  });

  it('adds to what a route refuses what all of its kind refuse', async () => {
    const { paths, components } = await document();
    const responses = paths['/v1/things']?.['post']?.['responses'] as Record<string, object>;
    expect(Object.keys(responses)).toEqual(['201', '400', '401', '403', '409', '413', '415', '429', '503']);
    expect(responses['409']).toEqual({ $ref: '#/components/responses/409.ThingExists' });
    expect(components.responses['409.ThingExists']).toMatchObject({
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: ['ThingExists'] } } },
        },
      },
    });
  });

  it('says which key a route needs, and with which scope', async () => {
    const { paths } = await document();
    expect(paths['/v1/things']?.['post']).toMatchObject({
      description: 'Needs the scope `campaigns:write`.',
      security: [{ apiKey: ['campaigns:write'], bearer: ['campaigns:write'] }, {}, {}],
      parameters: [{ name: 'x-sandbox-name', in: 'header', required: true }],
    });
    const open = paths['/v1/things/{id}']?.['get'];
    expect(open).toMatchObject({ security: [], description: 'Needs no key.' });
    expect(Object.keys(open?.['responses'] as object)).toEqual(['200', '404', '503']);
  });

  it('has the parameters of path and query', async () => {
    const { paths } = await document();
    expect(paths['/v1/things/{id}']?.['get']?.['parameters']).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      {
        name: 'limit',
        in: 'query',
        required: false,
        description: 'At most so many.',
        schema: { type: 'integer', minimum: 1 },
      },
    ]);
  });

  it('is made without a word, and leaves the logger to the application that runs', async () => {
    const logged: unknown[] = [];
    const log = (line: unknown) => void logged.push(line);
    Logger.overrideLogger({ log, error: log, warn: log });
    await document();
    expect(logged).toEqual([]);
    new Logger().log('still heard');
    expect(logged).toEqual(['still heard']);
  });

  it('is refused where one name would mean two things', async () => {
    @Area('Odd')
    @Controller('odd')
    class LaxController {
      @Post() @Does('Something.') @Answers(201, thing, 'Done.') @NeedsNoKey() take(
        @Body(bodyValidation('ignored')) body: ThingBody,
      ): object {
        return body;
      }
    }
    await expect(openApiDocument([ThingsController, LaxController], info)).rejects.toThrow('ThingBody');
  });

  it('is refused of a route that does not say what it does, answers or takes', async () => {
    @Area('Odd')
    @Controller('odd')
    class OddController {
      @Get() @NeedsNoKey() silent(): void {}
    }
    @Area('Odd')
    @Controller('odd')
    class Answerless {
      @Get() @Does('Something.') @NeedsNoKey() silent(): void {}
    }
    @Area('Odd')
    @Controller('odd')
    class Bodyless {
      @Post() @Does('Something.') @Answers(201, thing, 'Done.') @NeedsNoKey() take(@Body() body: unknown): unknown {
        return body;
      }
    }
    await expect(openApiDocument([OddController], info)).rejects.toThrow(
      'OddController.silent does not say what it does',
    );
    await expect(openApiDocument([Answerless], info)).rejects.toThrow('Answerless.silent does not say what it answers');
    await expect(openApiDocument([Bodyless], info)).rejects.toThrow('Bodyless.take does not say what it takes');
  });
});
