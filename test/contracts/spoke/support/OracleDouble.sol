// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";

/// @notice A price a test sets, for a fee; or a refusal.
contract OracleDouble {
    uint256 public price;
    uint256 public fee;
    bytes public refusal;

    function set(uint256 price_) external {
        price = price_;
    }

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function refuse(bytes calldata refusal_) external {
        refusal = refusal_;
    }

    function tradePrice(uint32, bytes[] calldata) external payable returns (uint256, uint64) {
        bytes memory reason = refusal;
        if (reason.length > 0) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
        if (msg.value < fee) revert IOracleRouter.FeeUnpaid(fee, msg.value);
        payable(msg.sender).transfer(msg.value - fee);
        return (price, uint64(block.timestamp));
    }
}
