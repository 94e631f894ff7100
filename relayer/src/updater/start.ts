// SPDX-License-Identifier: MIT
import { iVolSurfaceAbi } from '@gimbal/contracts'
import { encodeFunctionData, type Hex } from 'viem'
import { type Served, serve } from '../api/serve.ts'
import { connectChain } from '../chain/client.ts'
import type { Intent } from '../chain/intent.ts'
import { createSender } from '../chain/sender.ts'
import { simulate } from '../chain/simulate.ts'
import { reasonOf } from '../errors.ts'
import { fromWad } from '../hedge/wad.ts'
import { memoryJournal } from '../journal/memory-journal.ts'
import { createLogger } from '../logger.ts'
import { fetchPrices } from '../market/fetch-prices.ts'
import type { PriceTick } from '../market/price-tick.ts'
import { createPause } from '../pause.ts'
import { type Answer, createUpdaterApp } from './app.ts'
import { openHistory } from './history-file.ts'
import { createHours } from './hours.ts'
import { createOpinion } from './opinion.ts'
import type { Submitted, UpdaterHandle, UpdaterOptions, UpdaterState } from './options.ts'
import { askPeers } from './peers.ts'
import { refusalOf } from './refusal.ts'
import { readSurface, type SurfaceState, toChainSmile } from './surface.ts'
import { dueAfter, placeInTurn } from './turn.ts'
import { type Signed, signerOf, signUpdate, type Update, updateArguments } from './update.ts'

/** Gas of an update, and of each smile in it: twice what 33 nodes and its storage take. */
const GAS = { base: 400_000n, smile: 700_000n }

/**
 * Starts one updater of the vol surface: it keeps a price history, forecasts, proposes a surface when it is its turn, has it
 * signed by the others, and signs what lies near its own opinion. It keeps nothing but the history: a second submission of an
 * update is refused by its nonce.
 */
export async function startUpdater(options: UpdaterOptions): Promise<UpdaterHandle> {
  const { config, account } = options
  const { market, when } = config
  const logger = (options.logger ?? createLogger(config.logLevel)).child({ updater: account.address })
  const domain = { chainId: config.chain.id, surface: config.volSurface }
  const history = openHistory(config.history)
  const hours = createHours([...history.past, ...(options.past ?? [])], history.append)
  const opinion = createOpinion(hours, config)
  const { client, close } = connectChain(config.chain)
  const sender = createSender({
    chain: config.chain.id,
    client,
    account,
    journal: memoryJournal(),
    finality: 64,
    rebroadcastAfter: 180,
    priorityFeeGwei: config.chain.priorityFeeGwei,
    broadcast: options.broadcast,
    logger,
  })
  let state: SurfaceState | undefined
  let nextLook = 0
  let trouble: string | undefined
  const count = { submitted: 0, signed: 0 }

  async function look(): Promise<SurfaceState> {
    state = await readSurface(client, config.volSurface, market.id)
    return state
  }

  /** The update that is due now and its signature, if it is for this updater to make. */
  function dueUpdate(seen: SurfaceState): { readonly update: Update; readonly arrived: boolean } | undefined {
    const { time } = seen.head
    const place = placeInTurn(seen, account.address)
    if (place === undefined) {
      trouble = 'it is not an updater of the surface'
      return undefined
    }
    const wait = dueAfter(seen, opinion.wanted(time), time, when) + place * when.takeover
    if (time - seen.updatedAt < wait) return undefined
    const next = opinion.next(seen, time)
    if (next === undefined) {
      trouble = 'no surface within a step of the one in force would be accepted'
      return undefined
    }
    return {
      arrived: next.arrived,
      update: {
        market: market.id,
        smiles: next.smiles.map(toChainSmile),
        nonce: seen.nonce + 1n,
        deadline: BigInt(time + when.validity),
      },
    }
  }

  /** Those of a quorum, this one's among them; fewer when not enough agree. */
  async function signatures(update: Update, { quorum, updaters }: SurfaceState): Promise<readonly Signed[]> {
    const own = await signUpdate(domain, update, account)
    const others = await askPeers(config.peers, { domain, update, own }, (peer, reason) => {
      trouble = `${peer}: ${reason}`
      logger.info({ peer, reason }, 'a peer has not signed')
    })
    const known = new Set(updaters.map(BigInt))
    const signed = new Map([own, ...others].map((entry) => [BigInt(entry.signer), entry]))
    return [...signed].flatMap(([signer, entry]) => (known.has(signer) ? [entry] : [])).slice(0, quorum)
  }

  async function submit(seen: SurfaceState): Promise<Submitted | undefined> {
    const due = dueUpdate(seen)
    if (due === undefined) return undefined
    const { update, arrived } = due
    const signed = await signatures(update, seen)
    if (signed.length < seen.quorum) return undefined
    const intent: Intent = {
      chain: config.chain.id,
      key: `surface:${market.id}`,
      purpose: 'surface',
      to: config.volSurface,
      data: encodeFunctionData({
        abi: iVolSurfaceAbi,
        functionName: 'updateSigned',
        args: updateArguments(update, signed),
      }),
      gas: GAS.base + GAS.smile * BigInt(update.smiles.length),
    }
    const refused = await simulate(client, account.address, intent)
    if (refused) {
      trouble = refused.text
      logger.warn({ nonce: update.nonce, error: refused.text }, 'the contract would refuse the update')
      return undefined
    }
    const { attempts } = await sender.send(intent, seen.head)
    const { hash } = attempts.at(-1)!
    trouble = undefined
    count.submitted += 1
    logger.info({ nonce: update.nonce, hash, arrived }, 'the surface is updated')
    const { time } = seen.head
    return { hash, nonce: update.nonce, time, term: opinion.term(), arrived, signers: signed.length }
  }

  async function tick({ price, time }: Pick<PriceTick, 'price' | 'time'>): Promise<Submitted | undefined> {
    hours.observe(time, fromWad(price))
    if (time < nextLook) return undefined
    nextLook = time + when.pause
    try {
      const seen = await look()
      await sender.settle(seen.head)
      return sender.open().length > 0 ? undefined : await submit(seen)
    } catch (error) {
      trouble = reasonOf(error)
      logger.warn({ error: trouble }, 'the surface could not be updated')
      return undefined
    }
  }

  /** An answer to somebody who shows to be an updater by a signature over the same update. */
  async function sign(update: Update, signature: Hex): Promise<Answer> {
    const proposer = await signerOf(domain, update, signature)
    const isOneOf = ({ updaters }: SurfaceState): boolean =>
      proposer !== undefined && updaters.some((updater) => BigInt(updater) === BigInt(proposer))
    // strangers do not make it ask the chain
    if (state !== undefined && !isOneOf(state)) return { refused: 'no updater has signed this' }
    const seen = await look()
    if (!isOneOf(seen)) return { refused: 'no updater has signed this' }
    const own = opinion.next(seen, seen.head.time)
    if (own === undefined) return { refused: 'it would not update now' }
    const { tolerance, validity } = when
    const refused = refusalOf({
      update,
      state: seen,
      own: own.smiles,
      market: market.id,
      tolerance,
      validity,
    })
    if (refused !== undefined) {
      trouble = refused
      return { refused }
    }
    count.signed += 1
    trouble = undefined
    const signed = await signUpdate(domain, update, account)
    return { signature: signed.signature }
  }

  function term() {
    try {
      return opinion.term()
    } catch (error) {
      trouble = reasonOf(error)
      return undefined
    }
  }

  const describe = (): UpdaterState => {
    const believed = term()
    const time = state?.head.time
    return {
      ready: state !== undefined && believed !== undefined,
      updater: account.address,
      market: market.id,
      hours: hours.count(),
      model: believed?.model,
      nonce: state?.nonce,
      updatedAt: state?.updatedAt,
      wanted:
        believed === undefined || time === undefined
          ? []
          : opinion.wanted(time).map(({ expiry, variance }) => ({ expiry, vol: Math.sqrt(variance) })),
      ...count,
      trouble,
    }
  }

  const stopping = new AbortController()
  const { signal } = stopping
  const pause = createPause()
  async function drive(): Promise<void> {
    const sources = [{ id: market.id, prices: market.prices }]
    while (!signal.aborted) {
      const [price] = await fetchPrices(sources, signal, (error) => {
        trouble = reasonOf(error)
        logger.warn({ error: trouble }, 'no price')
      })
      if (price) await tick(price)
      await pause.wait(config.pollMs, signal)
    }
  }
  const served: Served = await serve(createUpdaterApp({ state: describe, sign }), config.api)
  const done = (options.drive ?? 'poll') === 'poll' ? drive() : Promise.resolve()

  return {
    tick,
    term,
    state: describe,
    apiUrl: served.url,
    stop: async () => {
      stopping.abort()
      await done
      await served.close()
      close()
    },
  }
}
