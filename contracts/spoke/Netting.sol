// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title One trade for many books
/// @notice Opposite needs cross inside; the rest is one net trade. Each side shares its base and quote pro rata to need, so all
/// books of a side get one price; what rounding leaves goes to the largest need, so nothing is made or lost.
library Netting {
    /// @param needs signed native base per book, positive buys
    function totals(int256[] memory needs) internal pure returns (uint256 buys, uint256 sells) {
        for (uint256 i; i < needs.length; i++) {
            if (needs[i] > 0) buys += uint256(needs[i]);
            else sells += uint256(-needs[i]);
        }
    }

    /// @notice Writes one side's share of `base` and `quote` into `baseOut` and `quoteOut`, signed from the books' side.
    /// @param total of the needs on that side, not zero
    function share(
        int256[] memory needs,
        bool buying,
        uint256 total,
        uint256 base,
        uint256 quote,
        int256[] memory baseOut,
        int256[] memory quoteOut
    ) internal pure {
        uint256 largest = type(uint256).max;
        (uint256 baseLeft, uint256 quoteLeft) = (base, quote);
        int256 sign = buying ? int256(1) : int256(-1);
        for (uint256 i; i < needs.length; i++) {
            int256 need = needs[i] * sign;
            if (need <= 0) continue;
            uint256 baseShare = Math.mulDiv(base, uint256(need), total);
            // Quote for no base at all would be a trade that is none, and refused with the whole batch.
            uint256 quoteShare = baseShare == 0 ? 0 : Math.mulDiv(quote, uint256(need), total);
            baseOut[i] = sign * int256(baseShare);
            quoteOut[i] = -sign * int256(quoteShare);
            baseLeft -= baseShare;
            quoteLeft -= quoteShare;
            if (largest == type(uint256).max || need > needs[largest] * sign) largest = i;
        }
        baseOut[largest] += sign * int256(baseLeft);
        quoteOut[largest] -= sign * int256(quoteLeft);
    }
}
