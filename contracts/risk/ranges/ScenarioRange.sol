// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Scenario, Thresholds} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of the scenario list
/// @dev The list reaches at least as far as the inner range: what must be funded must be solvent as well.
library ScenarioRange {
    /// @dev Every scenario prices every position of a book: gas bounds the list.
    uint256 internal constant MAX_SCENARIOS = 40;

    function check(Scenario[] memory scenarios, Thresholds memory terms) internal pure {
        within("scenarios.count", scenarios.length, 2, MAX_SCENARIOS);
        uint256 lowest = type(uint256).max;
        uint256 highest;
        unchecked {
            // 64-bit members: no sum below comes near 256 bits, and the inner range is at most one half.
            for (uint256 i; i < scenarios.length; i++) {
                Scenario memory s = scenarios[i];
                within("spotMul", s.spotMul, 0.01e18, 10e18);
                within("volShock", uint256(int256(s.volShock) + 1), 0, 2);
                within("damp", s.damp, 0.001e18, 1e18);
                if (s.spotMul < lowest) lowest = s.spotMul;
                if (s.spotMul > highest) highest = s.spotMul;
            }
            ordered("lowest <= 1 - innerRange", lowest, 1e18 - uint256(terms.innerRange));
            ordered("1 + innerRange <= highest", 1e18 + uint256(terms.innerRange), highest);
        }
    }
}
