// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    HedgeBand,
    HedgeLimits,
    MOST_BRIDGE_FEE,
    MarketConfig,
    SpokeConfig,
    SpokeTerms,
    VenueStatus,
    VenueTerms
} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Rules between the values of one spoke's snapshot, checked on the result of every batch
library SnapshotRules {
    /// @dev What one hedge may have to loop over.
    uint256 private constant MAX_VENUES = 12;
    uint256 private constant REFILL = 7 days;
    /// @dev A spoke keeps a config that waits as the code of one contract, behind a byte that stops it (EIP-170). A larger one could
    /// never wait, and nothing after it could be adopted either, for no market leaves a snapshot.
    uint256 private constant MAX_BYTES = 24_575;

    function check(SpokeConfig memory config) internal pure {
        within("config.bytes", abi.encode(config).length, 0, MAX_BYTES);
        _checkSpoke(config.terms);
        for (uint256 i; i < config.markets.length; i++) {
            MarketConfig memory market = config.markets[i];
            _checkBand(market.band, market.lot);
            _checkLimits(market.limits, market.lot);
            // The executable mid is clamped to the tolerance, so a tighter slippage limit would stop trades at prices
            // that the oracle accepts.
            ordered("tolerance <= slippage", market.oracle.tolerance, market.limits.slippage);
            within("venues.count", market.venues.length, 0, MAX_VENUES);
            for (uint256 j; j < market.venues.length; j++) {
                VenueTerms memory venue = market.venues[j];
                ordered("lot <= venue.clip", market.lot, venue.clip);
                if (venue.status != VenueStatus.ACTIVE) continue;
                ordered("venue.clip <= limits.clip", venue.clip, market.limits.clip);
            }
        }
    }

    function _checkSpoke(SpokeTerms memory terms) private pure {
        ordered("grace <= lease", terms.grace, terms.lease);
        ordered("lease <= maxLease", terms.lease, terms.maxLease);
        ordered("maxPause <= pauseShare", terms.maxPause, terms.pauseShare);
        // A vote may move the bound of the table; the bound of P6 counts on this one.
        within("bridgeFee", terms.bridgeFee, 0, MOST_BRIDGE_FEE);
    }

    function _checkBand(HedgeBand memory band, uint256 lot) private pure {
        ordered("floor <= cap", band.floor, band.cap);
        // Below a lot a hedge could stop on neither side of its target.
        ordered("lot <= floor", lot, band.floor);
    }

    /// @dev A budget that never refills would freeze a hedge, whoever voted for it.
    function _checkLimits(HedgeLimits memory limits, uint256 lot) private pure {
        _refill(limits.turnoverCapacity, limits.turnoverRate);
        _refill(limits.costCapacity, limits.costRate);
        _refill(limits.fillCapacity, limits.fillRate);
        _refill(limits.pathAllowance, limits.pathRate);
        ordered("lot <= pathAllowance", lot, limits.pathAllowance);
        ordered("lot <= clip", lot, limits.clip);
        ordered("fillDistance < fillFull", uint256(limits.fillDistance) + 1, limits.fillFull);
        ordered("cost <= turnover", limits.costCapacity, limits.turnoverCapacity);
    }

    function _refill(uint256 capacity, uint256 rate) private pure {
        unchecked {
            // A 128-bit rate times less than 2^20.
            ordered("budget refill", capacity, rate * REFILL);
        }
    }
}
