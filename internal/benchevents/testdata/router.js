// An event router on Node's EventEmitter: middlewares, then handlers one after another by priority, each
// within its timeout if it has one, a failing one logged. It prints the nanoseconds of one event for
// each number of handlers in its arguments.
'use strict'

const { EventEmitter } = require('node:events')

class EventRouter {
  constructor (emitter) {
    this.handlers = new Map()
    this.publishers = new Map()
    this.middlewares = []
    emitter.on('event_router', (id, data, done) => {
      this.route(id, data).then(done, done)
    })
  }

  use (middleware) { this.middlewares.push(middleware) }

  register (id, handler, { priority = 10, timeout = 0, name } = {}) {
    const list = this.handlers.get(id) ?? []
    list.push({ handler, priority, timeout, name: name ?? `${id}_handler_${list.length + 1}` })
    list.sort((a, b) => a.priority - b.priority)
    this.handlers.set(id, list)
  }

  async route (id, data) {
    for (const middleware of this.middlewares) data = await middleware(id, data)
    for (const registered of this.handlers.get(id) ?? []) {
      try {
        if (registered.timeout > 0) await bounded(registered, data)
        else await registered.handler(data)
      } catch (error) {
        console.error(`${registered.name} failed: ${error}`)
      }
    }
    const publish = this.publishers.get(id)
    if (publish) await publish(data)
  }
}

function bounded ({ handler, timeout, name }, data) {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} took more than ${timeout} ms`)), timeout)
  })
  return Promise.race([handler(data), late]).finally(() => clearTimeout(timer))
}

// measure emits events one after the other, each once the one before is handled.
async function measure (handlers, events) {
  const emitter = new EventEmitter()
  const router = new EventRouter(emitter)
  let seen = 0
  for (let i = 0; i < handlers; i++) router.register('BENCHMARK', async (data) => { seen += data.id })
  const emit = () => new Promise((resolve) => emitter.emit('event_router', 'BENCHMARK', { id: 1, parent: 0, size: 0 }, resolve))
  for (let i = 0; i < events / 4; i++) await emit() // for the compiler
  seen = 0
  const start = process.hrtime.bigint()
  for (let i = 0; i < events; i++) await emit()
  const spent = Number(process.hrtime.bigint() - start)
  if (seen !== events * handlers) throw new Error(`${seen} calls of handlers, want ${events * handlers}`)
  return spent / events
}

async function main () {
  const [events, ...handlers] = process.argv.slice(2).map(Number)
  for (const count of handlers) console.log(count, (await measure(count, events)).toFixed(1))
}

main()
