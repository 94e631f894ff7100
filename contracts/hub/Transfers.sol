// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {FundEntry} from "../types/Ledger.sol";

/// @title Quote of one book to and from one spoke: cumulative counters, and when each unit was sent
/// @dev A transfer is under way while the spoke's proven counter has not reached it, and so is its age known without a
/// message of its own.
library Transfers {
    using Checkpoints for Checkpoints.Trace160;
    using SafeCast for uint256;

    /// @param received quote credited back to the book
    /// @param meanSent mean time of all sends by amount, rounded up
    /// @param sends time of the send that raised the counter to a key
    /// @param recalls time of the recall that raised the counter to a key
    struct Account {
        FundEntry entry;
        uint128 received;
        uint64 meanSent;
        uint64 lastSent;
        Checkpoints.Trace160 sends;
        Checkpoints.Trace160 recalls;
    }

    function send(Account storage account, uint64 book, uint256 amount) internal {
        account.entry.book = book;
        uint256 before = account.entry.sent;
        uint256 sent = before + amount;
        account.meanSent = uint64(Math.ceilDiv(before * account.meanSent + amount * block.timestamp, sent));
        account.entry.sent = sent.toUint128();
        account.sends.push(sent.toUint96(), uint160(block.timestamp));
        account.lastSent = uint64(block.timestamp);
    }

    /// @param got quote the spoke's trades brought in, `paid` what they cost
    function recall(
        Account storage account,
        uint64 book,
        uint64 spoke,
        uint256 amount,
        uint256 got,
        uint256 paid
    ) internal {
        account.entry.book = book;
        uint256 recalled = account.entry.recalled + amount;
        uint256 had = account.entry.sent + got;
        uint256 most = had > paid ? had - paid : 0;
        if (recalled > most) revert IFunding.OverRecall(book, spoke, recalled, most);
        account.entry.recalled = recalled.toUint128();
        account.recalls.push(recalled.toUint96(), uint160(block.timestamp));
    }

    function oldest(Account storage account, uint256 arrived, uint256 returned)
        internal
        view
        returns (uint64 time)
    {
        if (account.entry.sent > arrived) {
            time = uint64(account.sends.lowerLookup((arrived + 1).toUint96()));
        }
        if (returned <= account.received) return time;
        uint64 asked = uint64(account.recalls.lowerLookup(uint96(account.received) + 1));
        if (time == 0 || asked < time) time = asked;
    }
}
