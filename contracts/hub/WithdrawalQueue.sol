// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title First in, first out: withdrawals that wait for hub tokens
library WithdrawalQueue {
    struct Entry {
        uint64 book;
        address to;
        uint128 amount;
    }

    /// @param paid id of the last entry that left the queue
    /// @param last id of the last entry that joined it; ids begin at one
    struct Queue {
        uint128 paid;
        uint128 last;
        mapping(uint256 id => Entry) entries;
    }

    function isEmpty(Queue storage queue) internal view returns (bool) {
        return queue.paid == queue.last;
    }

    function join(Queue storage queue, uint64 book, address to, uint128 amount)
        internal
        returns (uint256 id)
    {
        id = ++queue.last;
        queue.entries[id] = Entry(book, to, amount);
    }

    /// @notice The entry whose turn it is.
    function head(Queue storage queue) internal view returns (uint256 id, Entry memory entry) {
        id = uint256(queue.paid) + 1;
        entry = queue.entries[id];
    }

    /// @notice Takes `amount` off the head; it leaves once nothing of it remains.
    function take(Queue storage queue, uint128 amount) internal {
        uint256 id = uint256(queue.paid) + 1;
        Entry storage entry = queue.entries[id];
        if (amount == entry.amount) {
            delete queue.entries[id];
            queue.paid++;
        } else {
            entry.amount -= amount;
        }
    }
}
