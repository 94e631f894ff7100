// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SpokeTerms} from "../types/Config.sol";
import {LeaseState} from "../types/Message.sol";

/// @title The authority a spoke works under, as a function of time
/// @notice
/// ```
///  LIVE ── end ──> GRACE ── end + grace ──> HOLD        (a heartbeat with a later end goes back to LIVE)
/// ```
/// `end` is the heartbeat's own, or arrival + maxLease if that is sooner: a hub clock that runs ahead, or a heartbeat
/// forged to last for ever, buys no more than maxLease. Terms read now apply to a lease granted earlier.
library Lease {
    /// @param epoch heartbeat that granted it; 0: none yet
    /// @param end as the hub wrote it
    /// @param arrival when it was confirmed here
    struct Grant {
        uint64 epoch;
        uint64 end;
        uint64 arrival;
    }

    function effectiveEnd(Grant memory grant, SpokeTerms memory terms) internal pure returns (uint64) {
        uint64 most = grant.arrival + terms.maxLease;
        return grant.end < most ? grant.end : most;
    }

    function stateAt(Grant memory grant, SpokeTerms memory terms, uint256 time)
        internal
        pure
        returns (LeaseState)
    {
        if (grant.epoch == 0) return LeaseState.HOLD;
        uint256 end = effectiveEnd(grant, terms);
        if (time < end) return LeaseState.LIVE;
        return time < end + terms.grace ? LeaseState.GRACE : LeaseState.HOLD;
    }
}
