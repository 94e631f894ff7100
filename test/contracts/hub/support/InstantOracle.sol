// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";

/// @notice Push prices by instant, and a pull oracle that charges a fee and gives change.
contract InstantOracle {
    uint256 public constant FEE = 3;

    mapping(uint64 instant => uint256) public pushed;
    mapping(uint64 instant => uint256) public pulled;
    uint64 public lastWindow;

    function push(uint64 instant, uint256 price) external {
        pushed[instant] = price;
    }

    function pull(uint64 instant, uint256 price) external {
        pulled[instant] = price;
    }

    function pushPriceAt(uint32, uint64 instant, uint80 baseRound, uint80) external view returns (uint256) {
        if (pushed[instant] == 0) revert IOracleRouter.RoundNotAround(address(this), baseRound, instant);
        return pushed[instant];
    }

    function pullPriceAt(uint32, uint64 instant, uint64 window, bytes[] calldata)
        external
        payable
        returns (uint256)
    {
        if (msg.value < FEE) revert IOracleRouter.FeeUnpaid(FEE, msg.value);
        lastWindow = window;
        (bool ok,) = msg.sender.call{value: msg.value - FEE}("");
        require(ok);
        return pulled[instant];
    }
}
