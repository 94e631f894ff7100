// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {FundEntry, Ledger} from "../types/Ledger.sol";

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
    /// @param bridgeFees quote the bridge took for what was sent
    /// @param expiredSince when the oldest quote that expired was sent; zero while none is astray
    struct Account {
        FundEntry entry;
        uint128 received;
        uint64 meanSent;
        uint64 lastSent;
        Checkpoints.Trace160 sends;
        Checkpoints.Trace160 recalls;
        uint128 bridgeFees;
        uint64 expiredSince;
    }

    /// @param fee of the bridge, on top of `amount`
    function send(Account storage account, uint64 book, uint256 amount, uint256 fee) internal {
        account.entry.book = book;
        uint256 before = account.entry.sent;
        uint256 sent = before + amount;
        account.meanSent = uint64(Math.ceilDiv(before * account.meanSent + amount * block.timestamp, sent));
        account.entry.sent = sent.toUint128();
        account.sends.push(sent.toUint96(), uint160(block.timestamp));
        account.lastSent = uint64(block.timestamp);
        account.bridgeFees += fee.toUint128();
    }

    function recall(Account storage account, uint64 book, uint64 spoke, uint256 amount, Ledger memory proven)
        internal
    {
        account.entry.book = book;
        uint256 recalled = account.entry.recalled + amount;
        uint256 most = had(account, proven);
        if (recalled > most) revert IFunding.OverRecall(book, spoke, recalled, most);
        account.entry.recalled = recalled.toUint128();
        account.recalls.push(recalled.toUint96(), uint160(block.timestamp));
    }

    /// @notice Quote of the book that can be on the spoke, on its way there or recalled from there.
    function had(Account storage account, Ledger memory proven) internal view returns (uint256) {
        uint256 came = uint256(account.entry.sent) + proven.got;
        uint256 gone = uint256(proven.paid) + proven.refunded + proven.bridgeFees;
        return came > gone ? came - gone : 0;
    }

    /// @notice The part of it that nobody has recalled and that has not expired on its way.
    function left(Account storage account, Ledger memory proven) internal view returns (uint256) {
        uint256 all = had(account, proven);
        uint256 gone = account.entry.recalled;
        uint256 arrived = uint256(proven.received) + proven.refunded;
        if (account.entry.expired > arrived) gone += account.entry.expired - arrived;
        return all > gone ? all - gone : 0;
    }

    /// @notice Marks what was sent by `cutoff` as expired; the spoke knows best what of it is credited. A spoke may credit
    /// young quote before it sends old quote home, so the age of all counts from the oldest that expired until nothing is
    /// under way.
    /// @return amount how much of it the hub did not know to be credited, refunded or expired
    function expire(Account storage account, Ledger memory proven, uint256 cutoff)
        internal
        returns (uint256 amount)
    {
        uint256 marked = _sentBy(account, cutoff);
        uint256 arrived = uint256(proven.received) + proven.refunded;
        uint256 known = account.entry.expired > arrived ? account.entry.expired : arrived;
        if (marked <= known) return 0;
        if (account.expiredSince == 0) {
            account.expiredSince = uint64(account.sends.lowerLookup((arrived + 1).toUint96()));
        }
        account.entry.expired = uint128(marked);
        return marked - known;
    }

    /// @notice Forgets the age of what expired once everything has come to one end or the other.
    function forget(Account storage account, Ledger memory proven) internal {
        bool out = account.entry.sent > uint256(proven.received) + proven.refunded;
        bool back = uint256(proven.sent) + proven.refunded > account.received;
        if (!out && !back) account.expiredSince = 0;
    }

    /// @notice When the oldest quote under way was sent or asked for. What is credited back counts as refunds first: that
    /// makes a recall rather older than younger.
    function oldest(Account storage account, Ledger memory proven) internal view returns (uint64 time) {
        uint256 arrived = uint256(proven.received) + proven.refunded;
        uint256 back = account.received;
        bool out = account.entry.sent > arrived;
        bool home = uint256(proven.sent) + proven.refunded > back;
        if (!out && !home) return 0;
        time = account.expiredSince;
        if (out) time = _older(time, account.sends.lowerLookup((arrived + 1).toUint96()));
        if (!home) return time;
        back = back > proven.refunded ? back - proven.refunded : 0;
        return _older(time, account.recalls.lowerLookup((back + 1).toUint96()));
    }

    function _older(uint64 a, uint160 b) private pure returns (uint64) {
        return b == 0 || (a != 0 && a < b) ? a : uint64(b);
    }

    /// @dev The counter at the last send at or before `time`; later sends have later times.
    function _sentBy(Account storage account, uint256 time) private view returns (uint256) {
        (uint256 low, uint256 high) = (0, account.sends.length());
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (account.sends.at(uint32(middle))._value <= time) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : account.sends.at(uint32(low - 1))._key;
    }
}
