import { TransferArrived, TransferSent } from '../generated/TokenBridge/TokenBridge'
import { recordTransfer } from './transfers'

export function handleTransferSent(event: TransferSent): void {
  recordTransfer(event, 'BRIDGE_SENT', null, event.params.toChain, event.params.amount, event.params.sent)
}

export function handleTransferArrived(event: TransferArrived): void {
  recordTransfer(
    event,
    'BRIDGE_ARRIVED',
    null,
    event.params.fromChain,
    event.params.amount,
    event.params.received,
  )
}
