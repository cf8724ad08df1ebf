import { bodyValidation, Problem } from '@clarion/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IdentityTaken, ProfilesRepository } from './profiles.repository.js';
import { ProfilesBody } from './profiles.body.js';

/** Profiles, as the campaign-manager hands them on. */
@Controller('internal/profiles')
export class ProfilesController {
  constructor(private readonly profiles: ProfilesRepository) {}

  @Post()
  @HttpCode(200)
  async upsert(@Body(bodyValidation('refused')) { sandbox, profiles }: ProfilesBody): Promise<{ upserted: number }> {
    try {
      await this.profiles.upsert(sandbox, profiles);
      return { upserted: profiles.length };
    } catch (error) {
      if (error instanceof IdentityTaken) throw identityTaken(error);
      throw error;
    }
  }
}

function identityTaken({ profileIndex, identity }: IdentityTaken): Problem {
  const detail = `${identity.namespace} ${identity.userId} belongs to another profile`;
  return new Problem(409, 'IdentityTaken', 'Nothing was changed: an identity belongs to another profile.', {
    errors: [{ pointer: `/profiles/${profileIndex}/identities`, detail }],
  });
}
