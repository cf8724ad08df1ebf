import { Type } from '@sinclair/typebox';

/** The header of an answer that has a secret: nobody keeps it. */
export const notKept = { 'Cache-Control': Type.Literal('no-store') };
