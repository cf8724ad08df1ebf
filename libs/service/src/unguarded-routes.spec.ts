import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiKeyGuard } from './api-key.guard.js';
import { Needs, NeedsNoKey, NeedsNoScope } from './needs.js';
import { unguardedRoutes } from './unguarded-routes.js';

@Controller('v1/guarded')
@UseGuards(ApiKeyGuard)
class Guarded {
  @Get('a')
  @Needs('campaigns:read')
  scoped(): void {}

  @Get('b')
  @NeedsNoScope()
  unscoped(): void {}

  @Get('c')
  forgotten(): void {}

  noRoute(): void {}
}

@Controller('v1/open')
class Open {
  @Get()
  @Needs('campaigns:read')
  read(): void {}

  @Get('to-all')
  @NeedsNoKey()
  readByAll(): void {}
}

@Controller('internal/things')
class Internal {
  @Get()
  read(): void {}
}

describe('routes that let anybody in, or say nothing of their scope', () => {
  it('are found, also in what a module imports', () => {
    const imported = { module: Open, controllers: [Open] };
    const module = { module: Guarded, controllers: [Guarded, Internal], imports: [Open, imported] };
    expect(unguardedRoutes(module)).toEqual(['Guarded.forgotten', 'Open.read']);
  });
});
