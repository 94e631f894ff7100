import { AllocationSet } from '../generated/AllocationBook/AllocationBook'
import { Allocation } from '../generated/schema'
import { wad } from './decimals'
import { spokeHead } from './heads'
import { bookKey, chainKey } from './keys'

export function handleAllocationSet(event: AllocationSet): void {
  const allocation = new Allocation(bookKey(event.params.book).concat(chainKey(event.params.spoke)))
  allocation.book = bookKey(event.params.book)
  allocation.spoke = spokeHead(event.params.spoke).id
  allocation.offset = wad(event.params.allocation.offset)
  allocation.share = wad(event.params.allocation.share)
  allocation.updatedAt = event.block.timestamp
  allocation.save()
}
