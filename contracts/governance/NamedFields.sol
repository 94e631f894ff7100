// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {VenueTerms} from "../types/Config.sol";
import {Change, Family, ParameterKey, parameterKey} from "../types/Parameter.sol";

/// @title Governed fields that a call of RiskParameters names
/// @dev Of calls that steward or guardian could cross: scenarios are changed by votes alone, and what is only added has no field
/// yet.
library NamedFields {
    /// @notice Members of VenueTerms.
    uint8 internal constant OF_A_VENUE = 6;

    function namedBy(bytes calldata call) internal pure returns (ParameterKey[] memory keys) {
        bytes4 selector = bytes4(call[:4]);
        if (selector == IRiskParameters.change.selector) return _ofChanges(call[4:]);
        if (selector == IRiskParameters.setVenue.selector) return _ofVenue(call[4:]);
    }

    function _ofChanges(bytes calldata args) private pure returns (ParameterKey[] memory keys) {
        (Change[] memory changes,) = abi.decode(args, (Change[], bytes32));
        keys = new ParameterKey[](changes.length);
        for (uint256 i; i < keys.length; i++) {
            keys[i] = changes[i].key;
        }
    }

    function _ofVenue(bytes calldata args) private pure returns (ParameterKey[] memory keys) {
        (uint32 market, uint64 spoke,, VenueTerms memory venue) =
            abi.decode(args, (uint32, uint64, bytes32, VenueTerms));
        keys = new ParameterKey[](OF_A_VENUE);
        for (uint8 i; i < OF_A_VENUE; i++) {
            keys[i] = parameterKey(Family.VENUE, i, market, spoke, venue.id);
        }
    }
}
