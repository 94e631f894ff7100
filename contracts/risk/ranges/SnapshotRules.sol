// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MarketConfig, SpokeConfig, VenueStatus, VenueTerms} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";
import {VenueRange} from "./VenueRange.sol";

/// @title Rules between the structs of one spoke's snapshot, checked on the result of every change
library SnapshotRules {
    function check(SpokeConfig memory config) internal pure {
        for (uint256 i; i < config.markets.length; i++) {
            MarketConfig memory market = config.markets[i];
            // The executable mid is clamped to the tolerance, so a tighter slippage limit would stop trades at prices
            // that the oracle accepts.
            ordered("tolerance <= slippage", market.oracle.tolerance, market.limits.slippage);
            within("venues.count", market.venues.length, 0, VenueRange.MAX_VENUES);
            for (uint256 j; j < market.venues.length; j++) {
                VenueTerms memory venue = market.venues[j];
                if (venue.status != VenueStatus.ACTIVE) continue;
                ordered("venue.clip <= limits.clip", venue.clip, market.limits.clip);
            }
        }
    }
}
