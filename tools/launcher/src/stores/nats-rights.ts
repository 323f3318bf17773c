/**
 * Who may publish and subscribe to what at the NATS server. A right is a subject: of the stream's
 * messages, of a key of a bucket, or of a request to JetStream, whose last parts name a stream and
 * a consumer. A key has one writer, the owner of what it tells. Whoever may make a push consumer
 * may have the server deliver to any subject: the server knows no right against that.
 */

export const natsUsers = [
  'mesh_admin',
  'member_write',
  'member_query',
  'sync_worker',
  'flow_control',
] as const;

export type NatsUser = (typeof natsUsers)[number];

interface Rights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const changes = 'MEMBER_CHANGES';
const setAside = 'CHANGES_SET_ASIDE';
const indexConsumers = ['index-order-a', 'index-order-b', 'index-marketing'];

/** Making a stream and giving it other limits. */
function owns(stream: string): string[] {
  return [`$JS.API.STREAM.CREATE.${stream}`, `$JS.API.STREAM.UPDATE.${stream}`, looksAt(stream)];
}

function looksAt(stream: string): string {
  return `$JS.API.STREAM.INFO.${stream}`;
}

/** How far consumers have come. */
function follows(stream: string, consumers: readonly string[]): string[] {
  return consumers.map((consumer) => `$JS.API.CONSUMER.INFO.${stream}.${consumer}`);
}

/** Making these consumers, and being given and acknowledging what they have. */
function consumes(stream: string, consumers: readonly string[]): string[] {
  return consumers.flatMap((consumer) => [
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    `$JS.ACK.${stream}.${consumer}.>`,
  ]);
}

/** Reading all of a stream by consumers that the server names. */
function scans(stream: string): string[] {
  return [
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
  ];
}

/**
 * Making a bucket that is absent, reading its keys, and watching them by consumers with names drawn
 * by chance, or without.
 */
function reads(bucket: string): string[] {
  const stream = `KV_${bucket}`;
  return [
    // The client asks for the account's limits before it opens a bucket.
    '$JS.API.INFO',
    `$JS.API.STREAM.CREATE.${stream}`,
    looksAt(stream),
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.FC.${stream}.>`,
  ];
}

/** Answers come to inboxes below a prefix of the account's own: nobody else may listen there. */
function inboxes(user: NatsUser): string[] {
  return [`_INBOX.${user}.>`];
}

export const natsRights: Readonly<Record<NatsUser, Rights>> = {
  mesh_admin: { publish: ['>'], subscribe: ['>'] },
  member_write: {
    publish: [
      ...owns(changes),
      'member.changes.*',
      ...follows(changes, indexConsumers),
      ...reads('topology'),
      '$KV.topology.shards',
    ],
    subscribe: inboxes('member_write'),
  },
  member_query: {
    publish: [
      looksAt(changes),
      ...follows(changes, indexConsumers),
      ...consumes(changes, ['cache-fence']),
      ...reads('topology'),
      '$KV.topology.lease.cache',
    ],
    subscribe: inboxes('member_query'),
  },
  sync_worker: {
    publish: [
      looksAt(changes),
      `$JS.API.STREAM.MSG.GET.${changes}`,
      ...follows(changes, indexConsumers),
      ...consumes(changes, indexConsumers),
      ...owns(setAside),
      `$JS.API.STREAM.PURGE.${setAside}`,
      ...scans(setAside),
      'changes.setaside.*',
      ...reads('topology'),
      '$KV.topology.index.>',
      '$KV.topology.lease.rebuild.*',
      '$KV.topology.lease.routes',
    ],
    subscribe: inboxes('sync_worker'),
  },
  flow_control: {
    publish: [
      ...reads('policy'),
      ...['policy', 'history.>', 'quota.>', 'lease.quota'].map((key) => `$KV.policy.${key}`),
    ],
    subscribe: inboxes('flow_control'),
  },
};
