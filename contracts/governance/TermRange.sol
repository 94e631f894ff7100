// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ITermRange} from "../interfaces/ITermRange.sol";

/// @title Ranges that terms keep to, whoever votes on them
library TermRange {
    function requireWithin(bytes32 key, uint256 value, uint256 min, uint256 max) internal pure {
        if (value < min || value > max) revert ITermRange.TermOutOfRange(key, value, min, max);
    }
}
