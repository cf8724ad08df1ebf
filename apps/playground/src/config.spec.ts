import { describe, expect, it } from '@jest/globals';
import { InvalidConfig, readConfig } from './config.js';

describe('readConfig', () => {
  it('has a default for every setting', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      httpPort: 4010,
      smtpPort: 4025,
      maxMessages: 50_000,
      logLevel: 'info',
    });
  });

  it('takes what the environment says', () => {
    const environment = { HOST: '0.0.0.0', PORT: '0', SMTP_PORT: '2525', MAX_MESSAGES: '10', LOG_LEVEL: 'warn' };

    expect(readConfig(environment)).toEqual({
      host: '0.0.0.0',
      httpPort: 0,
      smtpPort: 2525,
      maxMessages: 10,
      logLevel: 'warn',
    });
  });

  it('names all errors at once', () => {
    const wrong = { PORT: 'http', SMTP_PORT: '70000', MAX_MESSAGES: '0', LOG_LEVEL: 'loud' };

    const reading = () => readConfig(wrong);

    expect(reading).toThrow(InvalidConfig);
    for (const name of Object.keys(wrong)) expect(reading).toThrow(new RegExp(`\\b${name} must be`));
  });

  it('refuses one port for both servers, unless any free port will do', () => {
    expect(() => readConfig({ PORT: '4010', SMTP_PORT: '4010' })).toThrow(/must differ/);
    expect(readConfig({ PORT: '0', SMTP_PORT: '0' })).toMatchObject({ httpPort: 0, smtpPort: 0 });
  });
});
