import { BigInt } from '@graphprotocol/graph-ts'
import {
  BookOpened,
  CashMoved,
  OperatorSet,
  PositionChanged,
  WithdrawalPaid,
  WithdrawalQueued,
} from '../generated/Books/Books'
import { Book, CashMove, Operator, Position, Withdrawal } from '../generated/schema'
import { wad } from './decimals'
import { bookHead, marketHead, seriesHead } from './heads'
import { bookKey, eventKey, ordinalOf, seriesKey } from './keys'

export function handleBookOpened(event: BookOpened): void {
  const book = new Book(bookKey(event.params.book))
  book.number = event.params.book
  book.owner = event.params.owner
  book.market = marketHead(event.params.market).id
  book.hedged = event.params.hedged
  book.cash = BigInt.zero()
  book.shortGamma = wad(BigInt.zero())
  book.openedAt = event.block.timestamp
  book.save()
}

export function handleOperatorSet(event: OperatorSet): void {
  const operator = new Operator(bookKey(event.params.book).concat(event.params.operator))
  operator.book = bookKey(event.params.book)
  operator.operator = event.params.operator
  operator.allowed = event.params.allowed
  operator.save()
}

export function handleCashMoved(event: CashMoved): void {
  const book = bookHead(event.params.book)
  book.cash = event.params.cash
  book.save()
  const move = new CashMove(eventKey(event))
  move.ordinal = ordinalOf(event)
  move.book = book.id
  move.reason = event.params.reason
  move.amount = event.params.amount
  move.cash = event.params.cash
  move.timestamp = event.block.timestamp
  move.save()
}

export function handlePositionChanged(event: PositionChanged): void {
  const position = new Position(bookKey(event.params.book).concat(seriesKey(event.params.series)))
  position.book = bookKey(event.params.book)
  position.series = seriesHead(event.params.series).id
  position.size = wad(event.params.size)
  position.updatedAt = event.block.timestamp
  position.save()
}

export function handleWithdrawalQueued(event: WithdrawalQueued): void {
  const withdrawal = new Withdrawal(seriesKey(event.params.id))
  withdrawal.book = bookKey(event.params.book)
  withdrawal.number = event.params.id
  withdrawal.to = event.params.to
  withdrawal.amount = event.params.amount
  withdrawal.paid = BigInt.zero()
  withdrawal.requestedAt = event.block.timestamp
  withdrawal.save()
}

export function handleWithdrawalPaid(event: WithdrawalPaid): void {
  const id = seriesKey(event.params.id)
  let withdrawal = Withdrawal.load(id)
  if (withdrawal == null) {
    withdrawal = new Withdrawal(id)
    withdrawal.book = bookKey(event.params.book)
    withdrawal.number = event.params.id
    withdrawal.to = event.params.to
    withdrawal.amount = event.params.amount
    withdrawal.paid = BigInt.zero()
    withdrawal.requestedAt = event.block.timestamp
  }
  withdrawal.paid = withdrawal.paid.plus(event.params.amount)
  withdrawal.save()
}
