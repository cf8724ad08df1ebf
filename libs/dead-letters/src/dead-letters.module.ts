import { Module, type DynamicModule } from '@nestjs/common';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadLetters } from './dead-letters.js';

/** Gives a service the routes of its dead letters. */
@Module({})
export class DeadLettersModule {
  static with(deadLetters: DeadLetters): DynamicModule {
    return {
      module: DeadLettersModule,
      controllers: [DeadLettersController],
      providers: [{ provide: DeadLetters, useValue: deadLetters }],
    };
  }
}
