// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FamilySet} from "../types/FamilySet.sol";
import {Kind} from "../types/Message.sol";

/// @title Which messages enough families have vouched for
/// @notice
/// ```
///  unseen ── vote ──> pending ── k-th family ──> confirmed ── handler took it ──> executed
///                        │                          │
///                        └── a higher epoch is confirmed: void
/// ```
/// A state kind has one record per chain, that of its highest confirmed epoch. A RELAY nonce has a record of its own,
/// since each is a call to be made once, in whatever order.
library Votes {
    struct Record {
        uint64 epoch;
        bool executed;
        bytes32 digest;
    }

    struct Ballots {
        mapping(bytes32 messageId => FamilySet) cast;
        mapping(uint64 chain => mapping(Kind kind => Record)) states;
        mapping(uint64 chain => mapping(uint64 nonce => Record)) relays;
    }

    function messageId(uint64 chain, Kind kind, uint64 epoch, bytes32 digest)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(chain, kind, epoch, digest));
    }

    function record(Ballots storage self, uint64 chain, Kind kind, uint64 epoch)
        internal
        view
        returns (Record storage)
    {
        return kind == Kind.RELAY ? self.relays[chain][epoch] : self.states[chain][kind];
    }

    /// @notice Nothing about this epoch can change any more: it or a higher one is confirmed.
    function isPast(Record storage self, Kind kind, uint64 epoch) internal view returns (bool) {
        return kind == Kind.RELAY ? self.digest != 0 : epoch <= self.epoch;
    }

    /// @notice Adds the vote of `family`; returns the votes of families in `active`. A suspended family's earlier votes do
    /// not count.
    function vote(Ballots storage self, bytes32 id, uint8 family, FamilySet active)
        internal
        returns (uint256)
    {
        FamilySet cast = self.cast[id].add(family);
        self.cast[id] = cast;
        return standing(cast, active).count();
    }

    function standing(FamilySet cast, FamilySet active) internal pure returns (FamilySet) {
        return FamilySet.wrap(FamilySet.unwrap(cast) & FamilySet.unwrap(active));
    }

    function confirm(Record storage self, uint64 epoch, bytes32 digest) internal {
        self.epoch = epoch;
        self.executed = false;
        self.digest = digest;
    }
}
