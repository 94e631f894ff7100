// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Vm} from "forge-std/Vm.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {Spoke} from "./Chains.sol";

/// @notice Moves the feeds of a chain and signs pull updates.
library Prices {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function push(Spoke storage s, uint256 price) internal {
        s.basePush.write(int192(int256(price / 1e10)));
        s.quotePush.write(1e8);
    }

    /// @notice Base at `price` and quote at 1.00, published now.
    function signed(uint256 key, bytes32 baseId, bytes32 quoteId, uint256 price)
        internal
        view
        returns (bytes[] memory updates)
    {
        updates = new bytes[](2);
        updates[0] = sign(key, baseId, price);
        updates[1] = sign(key, quoteId, 1e18);
    }

    function sign(uint256 key, bytes32 id, uint256 price) internal view returns (bytes memory) {
        LocalPullOracle.Update memory update = LocalPullOracle.Update({
            id: id,
            price: int64(int256(price / 1e10)),
            conf: 0,
            expo: -8,
            publishTime: uint64(block.timestamp),
            previousPublishTime: uint64(block.timestamp) - 1
        });
        bytes32 digest = MessageHashUtils.toEthSignedMessageHash(keccak256(abi.encode(update)));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encode(update, abi.encodePacked(r, s, v));
    }
}
