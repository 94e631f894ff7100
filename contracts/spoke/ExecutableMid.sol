// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVenue} from "../interfaces/IVenue.sol";
import {MarketConfig, VenueStatus} from "../types/Config.sol";

/// @title Price at which books cross inside
/// @notice Mean of the active venues' mids before fee, clamped to the oracle price ± the smaller of oracle tolerance and
/// slippage: pushing a pool moves value between books by no more than a bad execution could. Without a venue that answers it
/// is the oracle price.
library ExecutableMid {
    function at(MarketConfig memory config, address base, address quote, uint256 price)
        internal
        view
        returns (uint256)
    {
        (uint256 sum, uint256 count) = (0, 0);
        for (uint256 i; i < config.venues.length; i++) {
            if (config.venues[i].status != VenueStatus.ACTIVE) continue;
            try IVenue(config.venues[i].adapter).mid(config.venues[i].pool, base, quote) returns (
                uint256 mid
            ) {
                sum += Math.min(mid, type(uint128).max);
                count++;
            } catch {}
        }
        if (count == 0) return price;
        uint256 most = Math.mulDiv(price, Math.min(config.oracle.tolerance, config.limits.slippage), 1e18);
        return Math.min(Math.max(sum / count, price - most), price + most);
    }
}
