import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import chromium from '@sparticuz/chromium';
import { Type } from '@sinclair/typebox';
import { fastify as createFastify } from 'fastify';
import { chromium as playwright, type Browser } from 'playwright-core';
import { NeedsNoKey } from '../needs.js';
import { Answers, Area, Does, openApiDocument } from './index.js';
import { serveOpenApi } from './serve-openapi.js';

@Area('Things')
@Controller('v1/things')
class ThingsController {
  @Get()
  @Does('Lists things.')
  @Answers(200, Type.Object({ things: Type.Array(Type.String()) }, { $id: 'Things' }), 'All there are.')
  @NeedsNoKey()
  list(): object {
    return { things: [] };
  }
}

describe('the page of an API, in a browser', () => {
  const fastify = createFastify();
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    serveOpenApi(fastify, await openApiDocument([ThingsController], { title: 'Things', description: 'Of things.' }));
    origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: [...chromium.args, '--no-sandbox', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await fastify.close();
  });

  it('shows the routes, asks nobody else for anything, and does nothing that its policy forbids', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (line) => said.push(line.text()));
    page.on('pageerror', (error) => said.push(error.message));

    await page.goto(`${origin}/docs`);
    await page.getByText('Lists things.').click();
    await page.getByText('All there are.').waitFor();

    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
  });
});
