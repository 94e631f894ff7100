// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IGammaLimit} from "../interfaces/IGammaLimit.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {Family} from "../types/Parameter.sol";

/// @title Governed terms of a market that live where they are used
/// @dev GammaLimit and VolSurface keep their own, static structs of one word a member, which travel here as the rows they are:
/// decoding each by its type would cost a twentieth of the code size limit. A test holds rows and structs together.
library KeptTerms {
    struct Keepers {
        address gammaLimit;
        address volSurface;
    }

    /// @dev A bit each.
    uint256 internal constant FAMILIES =
        uint256(1) << uint8(Family.GAMMA) | uint256(1) << uint8(Family.SURFACE);

    function has(Family family) internal pure returns (bool) {
        return FAMILIES >> uint8(family) & 1 != 0;
    }

    function read(Keepers storage keepers, Family family, uint32 market)
        internal
        view
        returns (uint256[] memory row)
    {
        // Both have termsOf(uint32).
        bytes memory call = abi.encodeCall(IGammaLimit.termsOf, (market));
        bytes memory answer = Address.functionStaticCall(_keeper(keepers, family), call);
        assembly ("memory-safe") {
            row := answer
            mstore(row, shr(5, mload(answer)))
        }
    }

    function write(Keepers storage keepers, Family family, uint32 market, uint256[] memory row) internal {
        bytes4 setter = family == Family.GAMMA ? IGammaLimit.setTerms.selector : IVolSurface.setTerms.selector;
        bytes memory call = abi.encodePacked(setter, uint256(market), row);
        Address.functionCall(_keeper(keepers, family), call);
    }

    function _keeper(Keepers storage keepers, Family family) private view returns (address) {
        return family == Family.GAMMA ? keepers.gammaLimit : keepers.volSurface;
    }
}
