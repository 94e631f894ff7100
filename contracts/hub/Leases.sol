// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {SpokeTerms} from "../types/Config.sol";
import {Heartbeat} from "../types/Message.sol";

/// @title The heartbeats of one spoke, hub side
/// @dev Epochs rise by one. They never outrun what the spoke is known to have by more than the jump it accepts, so the last
/// heartbeat can always be confirmed, however many before it were lost (P3).
library Leases {
    /// @param last heartbeat sent last
    /// @param sentAt when
    /// @param firstAt when the first one was
    /// @param atLeast highest epoch the spoke has been seen with; above `last.epoch` only after a reorg of the hub
    /// @param repair the spoke reported a heartbeat that the hub does not know: send another at once
    /// @param digests of all heartbeats, by epoch
    struct Lease {
        Heartbeat last;
        uint64 sentAt;
        uint64 firstAt;
        uint64 atLeast;
        bool repair;
        mapping(uint64 epoch => bytes32) digests;
    }

    /// @notice Makes the next heartbeat from the roots in `beat`; its epoch and lease end are set here.
    /// @param reported epoch of the spoke's last report
    function renew(
        Lease storage lease,
        uint64 spoke,
        SpokeTerms memory terms,
        Heartbeat memory beat,
        uint64 reported
    ) internal returns (Heartbeat memory) {
        Heartbeat storage last = lease.last;
        bool changed = last.mandateRoot != beat.mandateRoot || last.configDigest != beat.configDigest
            || last.fundRoot != beat.fundRoot;
        uint256 elapsed = block.timestamp - lease.sentAt;
        if (!changed && !lease.repair && elapsed < terms.lease / 4) {
            revert IMandateBook.HeartbeatTooSoon(spoke, elapsed, terms.lease / 4);
        }
        beat.epoch = nextEpoch(lease);
        uint256 most = uint256(reported) + terms.maxEpochJump;
        if (beat.epoch > most) revert IMandateBook.EpochAhead(spoke, beat.epoch, most);
        beat.leaseEnd = uint64(block.timestamp) + terms.lease;

        lease.last = beat;
        lease.sentAt = uint64(block.timestamp);
        if (lease.firstAt == 0) lease.firstAt = uint64(block.timestamp);
        lease.repair = false;
        lease.digests[beat.epoch] = keccak256(abi.encode(beat));
        return beat;
    }

    function nextEpoch(Lease storage lease) internal view returns (uint64) {
        return (lease.last.epoch > lease.atLeast ? lease.last.epoch : lease.atLeast) + 1;
    }

    /// @notice Notes that the spoke works under a heartbeat the hub does not know. An epoch beyond what the spoke could have
    /// accepted is not believed: it would use epochs up.
    function askRepair(Lease storage lease, uint64 epoch, uint64 maxEpochJump) internal {
        lease.repair = true;
        if (epoch > lease.atLeast && epoch <= lease.last.epoch + maxEpochJump) lease.atLeast = epoch;
    }
}
