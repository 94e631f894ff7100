import { BigDecimal, BigInt } from '@graphprotocol/graph-ts'
import {
  ClaimProven,
  ConfigSent,
  ExposurePublished,
  HeartbeatSent,
  MandatePublished,
  QuarantineSet,
  ReportReceived,
} from '../generated/MandateBook/MandateBook'
import { Claim, ConfigChange, Exposure, ExposurePoint, Heartbeat, Mandate, Report } from '../generated/schema'
import { versionHead } from './config-versions'
import { wad } from './decimals'
import { bookHead, spokeHead } from './heads'
import { bookKey, chainKey, eventKey, ordinalOf } from './keys'
import { passageHead, savePassage } from './passages'

export function handleMandatePublished(event: MandatePublished): void {
  const body = event.params.body
  const mandate = new Mandate(bookKey(event.params.book).concat(chainKey(event.params.spoke)))
  mandate.book = bookKey(event.params.book)
  mandate.spoke = spokeHead(event.params.spoke).id
  mandate.index = event.params.index.toI32()
  mandate.offset = wad(body.offset)
  mandate.share = wad(body.share)
  mandate.riskAversion = wad(body.riskAversion)
  mandate.range = wad(body.range)
  const seriesIds: BigInt[] = []
  const sizes: BigDecimal[] = []
  const vols: BigDecimal[] = []
  const carries: BigDecimal[] = []
  for (let i = 0; i < body.legs.length; i++) {
    seriesIds.push(body.legs[i].series)
    sizes.push(wad(body.legs[i].size))
    vols.push(wad(body.legs[i].vol))
    carries.push(wad(body.legs[i].carry))
  }
  mandate.seriesIds = seriesIds
  mandate.sizes = sizes
  mandate.vols = vols
  mandate.carries = carries
  mandate.isLadder = body.legs.length == 0 && body.ladder.nodes > 0
  mandate.leaf = event.params.leaf
  mandate.root = event.params.root
  mandate.publishedAt = event.block.timestamp
  mandate.save()
}

export function handleExposurePublished(event: ExposurePublished): void {
  const book = bookHead(event.params.book)
  const exposure = new Exposure(book.id)
  exposure.book = book.id
  exposure.delta = wad(event.params.delta)
  exposure.gamma = wad(event.params.gamma)
  exposure.vega = wad(event.params.vega)
  exposure.theta = wad(event.params.theta)
  exposure.equityLow = wad(event.params.equityLow)
  exposure.equityHigh = wad(event.params.equityHigh)
  exposure.requirement = wad(event.params.requirement)
  exposure.fundingNeed = wad(event.params.fundingNeed)
  exposure.fundingHave = wad(event.params.fundingHave)
  exposure.publishedAt = event.block.timestamp
  exposure.ordinal = ordinalOf(event)
  exposure.save()
  book.exposure = exposure.id
  book.save()

  const point = new ExposurePoint(0)
  point.book = book.id
  point.delta = exposure.delta
  point.gamma = exposure.gamma
  point.vega = exposure.vega
  point.theta = exposure.theta
  point.requirement = exposure.requirement
  point.save()
}

export function handleHeartbeatSent(event: HeartbeatSent): void {
  const sent = event.params.heartbeat
  const spoke = spokeHead(event.params.spoke)
  spoke.lastEpoch = sent.epoch
  spoke.leaseEnd = sent.leaseEnd
  spoke.save()
  const heartbeat = new Heartbeat(eventKey(event))
  heartbeat.ordinal = ordinalOf(event)
  heartbeat.spoke = spoke.id
  heartbeat.epoch = sent.epoch
  heartbeat.leaseEnd = sent.leaseEnd
  heartbeat.mandateRoot = sent.mandateRoot
  heartbeat.configDigest = sent.configDigest
  heartbeat.fundRoot = sent.fundRoot
  heartbeat.timestamp = event.block.timestamp
  heartbeat.save()
}

export function handleConfigSent(event: ConfigSent): void {
  const change = new ConfigChange(eventKey(event))
  change.ordinal = ordinalOf(event)
  change.spoke = spokeHead(event.params.spoke).id
  change.version = event.params.version
  change.digest = event.params.digest
  change.sent = true
  change.timestamp = event.block.timestamp
  change.save()
  const version = versionHead(event.params.spoke, event.params.version)
  version.digest = event.params.digest
  if (version.sentAt === null) version.sentAt = event.block.timestamp
  version.save()
}

export function handleReportReceived(event: ReportReceived): void {
  const got = event.params.report
  const spoke = spokeHead(event.params.spoke)
  spoke.lastReport = got.sequence
  spoke.reportTime = got.time
  spoke.save()
  const report = new Report(eventKey(event))
  report.ordinal = ordinalOf(event)
  report.spoke = spoke.id
  report.received = true
  report.sequence = got.sequence
  report.time = got.time
  report.ledgerRoot = got.ledgerRoot
  report.epoch = got.epoch
  report.heartbeatDigest = got.heartbeatDigest
  report.configVersion = got.configVersion
  report.configDigest = got.configDigest
  report.timestamp = event.block.timestamp
  report.save()
  const version = versionHead(event.params.spoke, got.configVersion)
  if (version.reportedAt !== null) return
  version.digest = got.configDigest
  version.reportedAt = event.block.timestamp
  version.save()
}

export function handleClaimProven(event: ClaimProven): void {
  const ledger = event.params.ledger
  const claim = new Claim(bookKey(event.params.book).concat(chainKey(event.params.spoke)))
  claim.book = bookKey(event.params.book)
  claim.spoke = spokeHead(event.params.spoke).id
  claim.sequence = event.params.sequence
  claim.received = ledger.received
  claim.sent = ledger.sent
  claim.bought = ledger.bought
  claim.sold = ledger.sold
  claim.paid = ledger.paid
  claim.got = ledger.got
  claim.refunded = ledger.refunded
  claim.bridgeFees = ledger.bridgeFees
  claim.updatedAt = event.block.timestamp
  claim.save()
  const passage = passageHead(event.params.book, event.params.spoke)
  passage.arrived = ledger.received
  passage.refunded = ledger.refunded
  passage.returned = ledger.sent.plus(ledger.refunded)
  savePassage(passage, event)
}

export function handleQuarantineSet(event: QuarantineSet): void {
  const spoke = spokeHead(event.params.spoke)
  spoke.quarantined = event.params.quarantined
  spoke.save()
}
