'use strict';

// Services in the shape of the platform's contract, for tests: node services.js <role> <url> <queue> <n>.
const amqp = require('amqplib');

const [role, url, queue, count] = process.argv.slice(2);
const n = Number(count);

// print writes one line of JSON for the test.
const print = (value) => process.stdout.write(JSON.stringify(value) + '\n');

async function connect() {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { durable: true });
  return { connection, channel };
}

// publish sends n messages as the platform's connector does.
async function publish() {
  const { connection, channel } = await connect();
  for (let i = 0; i < n; i++) {
    channel.sendToQueue(queue, Buffer.from(JSON.stringify({ n: i, text: 'Zoë \u2028 "quoted"' })), {
      persistent: true,
      contentType: 'application/json',
      messageId: String(i),
      headers: { source: 'node', count: i, 'x-retry-count': 2, share: 0.5, flag: true },
    });
  }
  await channel.close();
  await connection.close();
}

// consume prints n messages and acknowledges them.
async function consume() {
  const { connection, channel } = await connect();
  let seen = 0;
  await channel.consume(queue, async (message) => {
    print({
      body: message.content.toString('utf8'),
      parsed: JSON.parse(message.content.toString('utf8')),
      properties: message.properties,
      routingKey: message.fields.routingKey,
      exchange: message.fields.exchange,
    });
    channel.ack(message);
    if (++seen === n) {
      await channel.close();
      await connection.close();
    }
  });
}

// fail takes n messages and fails each: it is published again with its count one higher, as the contract
// says, and the old one is acknowledged.
async function fail() {
  const { connection, channel } = await connect();
  const consumerTag = 'fails';
  let seen = 0;
  await channel.prefetch(1);
  await channel.consume(queue, async (message) => {
    const attempt = message.properties.headers['x-retry-count'] || 1;
    print({ attempt });
    const last = ++seen === n;
    if (last) await channel.cancel(consumerTag); // or the message would come back to this service
    channel.sendToQueue(queue, message.content, {
      ...message.properties,
      headers: { ...message.properties.headers, 'x-retry-count': attempt + 1 },
    });
    channel.ack(message);
    if (last) {
      await channel.close();
      await connection.close();
    }
  }, { consumerTag });
}

({ publish, consume, fail })[role]().catch((error) => {
  console.error(error);
  process.exit(1);
});
