// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg} from "../types/Mandate.sol";
import {SeriesId} from "../types/SeriesId.sol";

/// @title The order of a body's legs: by expiry, then strike, as their ids lie
/// @dev Insertion: books hold few series, and most of them in order already.
library LegOrder {
    /// @notice Sorts in place by series id.
    function sort(Leg[] memory legs) internal pure {
        for (uint256 i = 1; i < legs.length; i++) {
            Leg memory leg = legs[i];
            uint256 id = SeriesId.unwrap(leg.series);
            uint256 at = i;
            for (; at != 0 && SeriesId.unwrap(legs[at - 1].series) > id; at--) {
                legs[at] = legs[at - 1];
            }
            legs[at] = leg;
        }
    }
}
