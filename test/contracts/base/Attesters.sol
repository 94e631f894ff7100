// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {LocalGateway} from "gimbal/crosschain/gateways/LocalGateway.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";

/// @notice Three attesters for each of three families, two of whom must sign; keys are derived from their numbers.
library Attesters {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant PER_FAMILY = 3;
    uint8 internal constant THRESHOLD = 2;

    /// @notice Keys of a family, by rising address.
    function keys(uint8 family) internal pure returns (uint256[] memory list) {
        list = new uint256[](PER_FAMILY);
        for (uint256 i; i < PER_FAMILY; i++) {
            list[i] = uint256(keccak256(abi.encode("attester", family, i)));
            for (uint256 j = i; j > 0 && VM.addr(list[j]) < VM.addr(list[j - 1]); j--) {
                (list[j], list[j - 1]) = (list[j - 1], list[j]);
            }
        }
    }

    function addresses(uint8 family) internal pure returns (address[] memory list) {
        uint256[] memory k = keys(family);
        list = new address[](k.length);
        for (uint256 i; i < k.length; i++) {
            list[i] = VM.addr(k[i]);
        }
    }

    /// @notice Signatures of the first `count` attesters of a family.
    function sign(uint8 family, ILocalGateway gateway, ILocalGateway.Packet memory packet, uint256 count)
        internal
        view
        returns (bytes[] memory signatures)
    {
        uint256[] memory k = keys(family);
        bytes32 digest = gateway.attestationHash(packet);
        signatures = new bytes[](count);
        for (uint256 i; i < count; i++) {
            (uint8 v, bytes32 r, bytes32 s) = VM.sign(k[i], digest);
            signatures[i] = abi.encodePacked(r, s, v);
        }
    }

    function newGateway(address authority, uint64 chain, uint8 family) internal returns (LocalGateway) {
        return new LocalGateway(authority, chain, addresses(family), THRESHOLD);
    }
}
