// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Gives back what a payable call did not spend
abstract contract ValueRefund {
    /// @dev The last act of a call: nothing of the contract's own state may change behind it.
    modifier refundsValue() {
        uint256 kept = address(this).balance - msg.value;
        _;
        _refundAbove(kept);
    }

    function _refundAbove(uint256 kept) private {
        uint256 balance = address(this).balance;
        if (balance > kept) Address.sendValue(payable(msg.sender), balance - kept);
    }

    /// @dev Oracle and transport return their excess here.
    receive() external payable {}
}
