import { AudiencesController } from './audiences.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuthoringController } from './authoring.controller.js';
import { CampaignApprovalController } from './campaign-approval.controller.js';
import { CampaignReviewController } from './campaign-review.controller.js';
import { CampaignsController } from './campaigns.controller.js';
import { ChannelConfigurationsController } from './channel-configurations.controller.js';
import { DataSourceTestsController } from './data-source/data-source-tests.controller.js';
import { DataSourcesController } from './data-source/data-sources.controller.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { ExecutionsController } from './executions.controller.js';
import { ApiKeysController } from './keys/api-keys.controller.js';
import { CampaignPortabilityController } from './portability/campaign-portability.controller.js';
import { PreviewController } from './preview/preview.controller.js';
import { ProfilesController } from './profiles.controller.js';
import { ProofsController } from './proof/proofs.controller.js';
import { SampleRequestController } from './sample-request/sample-request.controller.js';
import { SandboxesController } from './sandboxes/sandboxes.controller.js';
import { SnapshotsController } from './snapshots.controller.js';
import { SuppressionsController } from './suppressions.controller.js';
import { WebhookDeliveriesController } from './webhooks/webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** What the public port serves. */
export const publicControllers = [
  CampaignsController,
  CampaignApprovalController,
  CampaignReviewController,
  PreviewController,
  ProofsController,
  CampaignPortabilityController,
  SampleRequestController,
  AudiencesController,
  AuthoringController,
  DataSourcesController,
  DataSourceTestsController,
  ChannelConfigurationsController,
  WebhooksController,
  WebhookDeliveriesController,
  ProfilesController,
  SuppressionsController,
  ExecutionsController,
  SnapshotsController,
  DeadLettersController,
  ApiKeysController,
  SandboxesController,
  AuditController,
];
